"""What we know: the schemas of the seven tables, the world, coverage and provenance."""

from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import SCHEMAS, TABLES, TableName
from comity.world.world import Part, World

__all__ = ["SCHEMAS", "TABLES", "Coverage", "Part", "Source", "TableName", "World"]
