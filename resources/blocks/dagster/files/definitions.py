"""A sample of two assets: what the block shows until it is given a folder."""

import dagster


@dagster.asset
def numbers() -> list[int]:
    return list(range(1, 101))


@dagster.asset
def total(context: dagster.AssetExecutionContext, numbers: list[int]) -> int:
    result = sum(numbers)
    context.log.info(f'{len(numbers)} numbers are {result}')
    return result


defs = dagster.Definitions(assets=[numbers, total])
