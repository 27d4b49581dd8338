select number, number * number as square from generate_series(1, 100) as number
