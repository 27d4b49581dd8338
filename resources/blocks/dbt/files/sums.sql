{{ config(materialized='table') }}
select number % 10 as last_digit, count(*) as numbers, sum(square) as squares from {{ ref('numbers') }} group by 1
