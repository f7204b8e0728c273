using IndicatorApi.Data;
using IndicatorApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IndicatorApi.Achievements;

/// <summary>The one door to achievements: opens a reading of what is asked, or says what the answer is instead.</summary>
public sealed class AchievementReadings(FactReadings facts, FactSnapshot snapshot, ReferenceDataCache cache, AsOf moment, Settings settings)
{
    /// <summary>The answer when the caller has it already.</summary>
    public static StatusCodeHttpResult NotModified => TypedResults.StatusCode(StatusCodes.Status304NotModified);

    /// <summary>Opens a reading; it ends with the request. The answer is given the entity tag of what is read.</summary>
    /// <param name="request">Which achievements.</param>
    /// <param name="http">The call.</param>
    /// <param name="errors">What else is wrong with the call, said together with what is wrong with the request.</param>
    /// <param name="shape">What the answer needs of the facts.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<OpenedReading> OpenAsync(
        AchievementRequest request, HttpContext http, Errors errors, Func<FactQuestion, FactQuestion> shape, CancellationToken cancellationToken)
    {
        var isFresh = DataVersion.Wanted(http, errors) is { } wanted && !await snapshot.HasAsync(wanted, cancellationToken);
        var (reference, then, refused) = await moment.ReadAsync(request.AsOf, () => isFresh ? null : facts.HeldNames ?? Latest(request), cancellationToken);
        if (reference is null) return new(null, refused);
        if (request.Read(reference, then, errors, out var problem) is not { } asked) return new(null, problem);
        // Only a caller that shows a tag is asked about before the facts are read: they bring their versions along.
        if (request.IsTagged && http.Request.Headers.IfNoneMatch.Count > 0
            && ETags.IsUnchanged(http, Tag(http, await facts.VersionsAsync(asked.Question, reference, cancellationToken, isFresh))))
            return new(null, null);

        var reading = await facts.OpenAsync(reference, names => ReferenceEquals(names, reference) ? shape(asked.Question)
            : request.Read(names, then, errors, out problem) is { } again ? shape(again.Question) : null, cancellationToken, isFresh);
        if (reading is null) return new(null, problem);
        http.Response.RegisterForDisposeAsync(reading);
        DataVersion.Say(http, reading.Moment);
        DataVersion.SayAge(http, reading.Moment is null ? TimeSpan.Zero : snapshot.Age ?? TimeSpan.Zero);
        // Names may be newer than the facts, where these come from a standby: the tag is of what is answered.
        if (request.IsTagged)
            http.Response.Headers.ETag = Tag(http, then is null ? reading.Versions with { Reference = reading.Reference.Version } : default);
        return new(new AchievementReading(reading, asked.Verdicts, asked.Compare, then) { Bands = settings.Bands }, null);
    }

    /// <summary>The same with nothing particular to the question.</summary>
    public Task<OpenedReading> OpenAsync(AchievementRequest request, HttpContext http, Errors errors, CancellationToken cancellationToken) =>
        OpenAsync(request, http, errors, question => question, cancellationToken);

    // With other colours of the deployment it is another answer.
    private string Tag(HttpContext http, FactVersions versions) => AchievementTags.Of(http, versions, StoredBands.ToJson(settings.Bands));

    // The facts bring the current names along, so that those of before will do where they name what is asked about.
    private ReferenceData? Latest(AchievementRequest request) => cache.Latest is { } latest && request.IsKnownTo(latest) ? latest : null;
}

/// <summary>A reading, or what stands in its place: a problem, or 304 when there is neither.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Problem">Why there is none.</param>
public sealed record OpenedReading(AchievementReading? Reading, Problem? Problem)
{
    /// <summary>The answer that stands in its place.</summary>
    public IResult Instead => (IResult?)Problem ?? AchievementReadings.NotModified;
}
