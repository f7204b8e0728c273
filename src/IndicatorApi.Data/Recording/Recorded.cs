using System.Diagnostics.CodeAnalysis;

namespace IndicatorApi.Data;

/// <summary>What became of figures that were allowed.</summary>
public abstract record Recorded
{
    private Recorded() { }

    /// <summary>Whether they wait in a submission; the rows otherwise.</summary>
    public bool IsSubmitted(out Guid submission, [NotNullWhen(false)] out IReadOnlyList<Actual>? rows)
    {
        (submission, rows) = this switch
        {
            Submitted submitted => (submitted.Submission, null),
            _ => (Guid.Empty, ((Stored)this).Rows),
        };
        return rows is null;
    }

    /// <summary>They stand, or stood already.</summary>
    /// <param name="Rows">The figures as they stand now, withdrawn ones left out.</param>
    public sealed record Stored(IReadOnlyList<Actual> Rows) : Recorded;

    /// <summary>A second person has to approve one of them: all that change wait.</summary>
    /// <param name="Submission">The submission that they wait in.</param>
    public sealed record Submitted(Guid Submission) : Recorded;
}

/// <summary>What figures would do.</summary>
/// <param name="Before">What was seen before.</param>
/// <param name="Rows">The figures as they would stand, in order, withdrawn ones left out.</param>
/// <param name="After">What would be seen.</param>
public sealed record Trial<T>(T Before, IReadOnlyList<Actual> Rows, T After);
