-- Of the other engine alone: how its tables are counted. Here statements say which index they go by.

SELECT 1;
