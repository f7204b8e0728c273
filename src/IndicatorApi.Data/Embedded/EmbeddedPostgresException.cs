namespace IndicatorApi.Data.Embedded;

/// <summary>The embedded PostgreSQL cannot be used; the message is one line that says why and what to do.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    /// <summary>Makes the exception without a reason.</summary>
    public EmbeddedPostgresException()
    {
    }

    /// <summary>Makes the exception with its one line.</summary>
    public EmbeddedPostgresException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its one line and what lay behind it.</summary>
    public EmbeddedPostgresException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
