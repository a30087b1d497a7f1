-- Whoever listens hears at once that a ward is served elsewhere, that one was changed, that the city
-- published something: the name of this schema, on one channel. Rows that only say that a process
-- lives are told to nobody.

CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('donghanh', TG_TABLE_SCHEMA);
    RETURN NULL;
END;
$$;

CREATE TRIGGER ward_told AFTER INSERT OR UPDATE OF version, state, host, name, rests_until ON ward
    FOR EACH ROW EXECUTE FUNCTION told();
CREATE TRIGGER lease_told AFTER INSERT OR DELETE OR UPDATE OF ready ON lease
    FOR EACH ROW EXECUTE FUNCTION told();
CREATE TRIGGER pack_told AFTER INSERT ON pack FOR EACH ROW EXECUTE FUNCTION told();
CREATE TRIGGER proposal_told AFTER INSERT ON proposal FOR EACH ROW EXECUTE FUNCTION told();
