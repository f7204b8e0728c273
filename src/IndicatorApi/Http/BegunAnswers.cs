namespace IndicatorApi.Http;

/// <summary>Whether an answer can still become another one.</summary>
public static class BegunAnswers
{
    /// <summary>Whether anything of it was written, sent or not: what lies in a buffer cannot be taken back either.</summary>
    public static bool HasBegun(this HttpResponse response) =>
        response.HasStarted || (response.BodyWriter is { CanGetUnflushedBytes: true } writer && writer.UnflushedBytes > 0);
}
