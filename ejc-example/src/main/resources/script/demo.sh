echo "item $JOB_SHARDING_ITEM of $JOB_SHARDING_TOTAL_COUNT is for $JOB_SHARDING_PARAMETER"
echo "sharding context: $1"
