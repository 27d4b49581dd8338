"""Holds the expectations of each YAML file in a folder against the database of DATABASE_URL. Ends with 1 where one is
not met, with 2 where a file cannot be read."""

import logging
import os
import sys
from pathlib import Path

import great_expectations as gx
import great_expectations.expectations as kinds
from ruamel.yaml import YAML


def expectation(entry):
    """`expect_column_values_to_be_unique: { column: id }` as Great Expectations' own class of that name."""
    (name, settings), = entry.items()
    kind = getattr(kinds, ''.join(word.capitalize() for word in name.split('_')), None)
    if kind is None:
        raise ValueError(f'there is no expectation {name}')
    return kind(**(settings or {}))


def check(source, file):
    content = YAML(typ='safe').load(file)
    schema, _, table = content['table'].rpartition('.')
    asset = source.add_table_asset(str(file), table_name=table, schema_name=schema or None)
    batch = asset.add_batch_definition_whole_table('all').get_batch()
    met = True
    for entry in content['expectations']:
        result = batch.validate(expectation(entry))
        met = met and result.success
        print(f'{"ok  " if result.success else "FAIL"} {content["table"]}: {entry}', flush=True)
        if not result.success:
            print(f'     {found(result)}', flush=True)
    return met


def found(result):
    """What was there instead, without the rows themselves: they may be anybody's data."""
    failure = (result.exception_info or {}).get('exception_message')
    facts = ('observed_value', 'element_count', 'unexpected_count', 'unexpected_percent')
    return failure or ', '.join(f'{fact}: {result.result[fact]}' for fact in facts if fact in result.result)


def main(folder):
    logging.disable(logging.WARNING)
    files = sorted([*Path(folder).glob('*.yaml'), *Path(folder).glob('*.yml')])
    if not files:
        print(f'There is no YAML file in {folder}.', file=sys.stderr)
        return 2
    context = gx.get_context(mode='ephemeral')
    context.variables.progress_bars = {'globally': False}
    url = 'postgresql+psycopg2' + os.environ['DATABASE_URL'].removeprefix('postgresql')
    source = context.data_sources.add_postgres('database', connection_string=url.replace('$', '\\$'))
    met = True
    for file in files:
        try:
            met = check(source, file) and met
        except Exception as error:
            print(f'{file.name}: {error}', file=sys.stderr)
            return 2
    return 0 if met or os.environ.get('STOP') == 'false' else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
