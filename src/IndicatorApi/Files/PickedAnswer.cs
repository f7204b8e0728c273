using IndicatorApi.Http;

namespace IndicatorApi.Files;

/// <summary>An answer with lists of rows, of which only the members that were asked for are written; everything beside them stays.</summary>
/// <param name="answer">The answer.</param>
/// <param name="lists">Its lists by their member's name, each with what writes it.</param>
public sealed class PickedAnswer(object answer, IReadOnlyDictionary<string, Action<RowJson>> lists) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        using var json = new RowJson(httpContext.Response.BodyWriter);
        json.Open('{');
        foreach (var member in WireJson.Options.GetTypeInfo(answer.GetType()).Properties)
        {
            json.Name(RowJson.NameOf(member.Name));
            if (lists.TryGetValue(member.Name, out var write)) write(json);
            else json.Value(member.Get!(answer), member.PropertyType);
        }
        json.Close('}');
        json.End();
        return Task.CompletedTask;
    }
}
