using Npgsql;

namespace IndicatorApi.Http;

/// <summary>What a caller is told of an error of the database, by its SQLSTATE: come again, read again, ask for less, or that it is our own mistake.</summary>
public static class DatabaseProblems
{
    /// <summary>The problem of an error.</summary>
    public static Problem Of(PostgresException postgres) => postgres.SqlState switch
    {
        // Checks come before writes, so these are races with another writer: reading again shows the truth.
        "23001" or "23503" or "23505" or "23P01" or "55P03" => new(ErrorCodes.Conflict),
        // Committed, and no standby has said so.
        "40003" => new(ErrorCodes.NotReplicated),
        "23514" => new(ErrorCodes.InvalidText),
        "22003" => new(ErrorCodes.NumberNotStorable, StorableNumber.IntegerDigits, StorableNumber.DecimalDigits, ""),
        "22001" or "22021" or "22P02" or "22P03" or "22P05" => new(ErrorCodes.InvalidText),
        "53100" => new(ErrorCodes.StorageFull),
        "57014" or "25P03" or "25P04" => new(ErrorCodes.Timeout),
        // A primary that is none any more; a pooler that hands a statement to a session which did not prepare it.
        "25006" or "26000" or "42P05" => new(ErrorCodes.DatabaseUnavailable),
        // Coming again does not mend damaged data, and somebody must be woken.
        "XX001" or "XX002" => new(ErrorCodes.Internal),
        { Length: 5 } state => OfClass(state[..2]),
        _ => new(ErrorCodes.Internal),
    };

    private static Problem OfClass(string kind) => kind switch
    {
        // Whatever value it was, the caller has sent it.
        "22" => new(ErrorCodes.OutOfRange, "one that the database can hold"),
        "40" => new(ErrorCodes.Conflict),
        "54" => new(ErrorCodes.TooLarge),
        // Connections, logins, room, states of the server and of its files; on a cluster also all that a node says of another node.
        "08" or "28" or "3D" or "53" or "55" or "57" or "58" or "72" or "F0" or "HV" or "XX" => new(ErrorCodes.DatabaseUnavailable),
        // Statements that PostgreSQL does not understand or allow: ours.
        _ => new(ErrorCodes.Internal),
    };
}
