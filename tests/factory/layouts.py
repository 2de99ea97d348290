"""The layouts: each is a function from figures to a document with the cells that must be read from it."""

from tests.factory.final_accounts import FinalAccountsOptions, final_accounts
from tests.factory.jiangsu import JiangsuOptions, jiangsu
from tests.factory.shanghai import ShanghaiOptions, shanghai
from tests.factory.shanxi import ShanxiOptions, shanxi

__all__ = [
    "FinalAccountsOptions",
    "JiangsuOptions",
    "ShanghaiOptions",
    "ShanxiOptions",
    "final_accounts",
    "jiangsu",
    "shanghai",
    "shanxi",
]
