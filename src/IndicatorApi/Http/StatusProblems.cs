using Microsoft.AspNetCore.Diagnostics;

namespace IndicatorApi.Http;

/// <summary>Gives a body to answers that the framework would send empty.</summary>
public static class StatusProblems
{
    /// <summary>Writes the problem of the status.</summary>
    public static Task AnswerAsync(StatusCodeContext context)
    {
        var problem = context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => new Problem(ErrorCodes.Unauthenticated),
            StatusCodes.Status403Forbidden => new Problem(ErrorCodes.Forbidden),
            StatusCodes.Status404NotFound => new Problem(ErrorCodes.NotFound),
            StatusCodes.Status405MethodNotAllowed => new Problem(ErrorCodes.MethodNotAllowed),
            StatusCodes.Status408RequestTimeout => new Problem(ErrorCodes.TooSlow),
            StatusCodes.Status413PayloadTooLarge => new Problem(ErrorCodes.TooLarge),
            StatusCodes.Status415UnsupportedMediaType => new Problem(ErrorCodes.UnsupportedMediaType),
            StatusCodes.Status400BadRequest => new Problem(ErrorCodes.BadRequest, "-"),
            _ => null,
        };
        return problem?.ExecuteAsync(context.HttpContext) ?? Task.CompletedTask;
    }
}
