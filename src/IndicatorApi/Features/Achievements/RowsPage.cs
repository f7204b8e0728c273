using IndicatorApi.Achievements;
using IndicatorApi.Files;
using IndicatorApi.Http;

namespace IndicatorApi.Features.Achievements;

/// <summary>A page of rows with the members asked for.</summary>
public sealed class RowsPage(Page<AchievementRow> page, IReadOnlyList<Column<AchievementRow>> columns) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        using var json = new RowJson(httpContext.Response.BodyWriter);
        json.Open('{');
        json.Name("\"items\":"u8);
        json.Open('[');
        foreach (var row in page.Items)
        {
            Columns<AchievementRow>.Write(json, columns, row);
            await json.SendAsync(httpContext.RequestAborted);
        }
        json.Close(']');
        json.Name("\"nextLink\":"u8);
        json.Text(page.NextLink);
        json.Name("\"nextCursor\":"u8);
        json.Text(page.NextCursor);
        json.Close('}');
        json.End();
    }
}
