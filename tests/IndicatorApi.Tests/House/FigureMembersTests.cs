using System.Reflection;
using System.Text;
using System.Text.Json;
using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Dhis2;
using IndicatorApi.Features.Imports;
using IndicatorApi.Features.Submissions;
using IndicatorApi.Figures;
using IndicatorApi.Files.Reading;
using IndicatorApi.Http;
using IndicatorApi.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IndicatorApi.Tests.House;

/// <summary>Follows every member of a figure through every place that copies figures: a member that one of them forgets would be lost without a word.</summary>
public sealed class FigureMembersTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly PropertyInfo[] Members = typeof(Figure).GetProperties();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public void Sample_OfEachMember_DiffersFromNone() =>
        Members.ShouldAllBe(member => !Equals(Only(member), new Figure()));

    [Fact]
    public async Task Recording_EachMember_IsStoredInTheRowAndInItsRevision_AndReadAgain()
    {
        var place = await PlaceAsync();
        List<WantedFigure> wanted = [.. Members.Select((member, i) => place.Wanted(2000 + i, Only(member)))];

        await using (var recording = await place.BeginAsync())
        {
            var rows = await recording.RecordAsync(await AllowAsync(recording, wanted), Ending);
            rows.IsSubmitted(out _, out var stored).ShouldBeFalse();
            stored!.Select(row => row.Figure).ShouldBe(wanted.Select(figure => figure.Figure));
        }

        await using var context = await server.Api.Services.GetRequiredService<IDbContextFactory<IndicatorDbContext>>().CreateDbContextAsync(Ending);
        var current = await context.Actuals.AsNoTracking().Where(row => row.OrganisationUnitId == place.Unit.Id).OrderBy(row => row.Period).ToListAsync(Ending);
        current.Select(row => row.Figure).ShouldBe(wanted.Select(figure => figure.Figure));
        var revisions = await context.ActualRevisions.AsNoTracking().Where(row => row.OrganisationUnitId == place.Unit.Id).OrderBy(row => row.Period)
            .ToListAsync(Ending);
        revisions.Select(row => row.Figure).ShouldBe(wanted.Select(figure => figure.Figure));
        await using var again = await place.BeginAsync();
        (await CompareAsync(again, wanted)).All.ShouldAllBe(figure => figure.Change == ActualChange.Unchanged);
        (await CompareAsync(again, [.. wanted.Select(figure => figure with { Figure = new Figure() })])).All.ShouldAllBe(
            figure => figure.Change == ActualChange.Updated);
    }

    [Fact]
    public void Audit_EachMember_ChangesTheDigest_AndIsShown()
    {
        var none = Revision(new Figure());
        foreach (var member in Members)
        {
            var row = Revision(Only(member));
            RowDigest.Of(row).ShouldNotBe(RowDigest.Of(none), member.Name);
            var shown = JsonDocument.Parse(AuditJson.Of(row)).RootElement;
            shown.TryGetProperty(JsonNamingPolicy.CamelCase.ConvertName(member.Name), out var value).ShouldBeTrue(member.Name);
            value.GetRawText().ShouldBe(JsonSerializer.Serialize(member.GetValue(row.Figure), WireJson.Options), member.Name);
        }
    }

    [Fact]
    public async Task Wire_EachMember_ComesInWithTheBody_AndGoesOutWithTheAnswer()
    {
        var place = await PlaceAsync();
        foreach (var member in Members)
        {
            var figure = Only(member);
            JsonSerializer.Deserialize<ActualBody>(JsonSerializer.Serialize(figure, WireJson.Options), WireJson.Options)!.ToFigure()
                .ShouldBe(figure, member.Name);
            new ReportedFigure(place.Unit, place.Indicator, Period.Parse("2020", null), null, figure, null)
                .Check(new Errors(), name => name).Figure.ShouldBe(figure, member.Name);
            var answer = ActualResponse.From(Revision(figure, place), Guid.Empty, place.Reference);
            typeof(ActualResponse).GetProperty(member.Name).ShouldNotBeNull().GetValue(answer).ShouldBe(member.GetValue(figure), member.Name);
        }
    }

    [Fact]
    public async Task Submission_EachMember_ComesBackAsItWasSubmitted()
    {
        var place = await PlaceAsync();
        List<WantedFigure> wanted = [.. Members.Select((member, i) => place.Wanted(2000 + i, Only(member)))];
        await using var recording = await place.BeginAsync();
        var items = SubmittedItem.Write(await AllowAsync(recording, wanted), place.Reference);

        var read = SubmittedItem.Read(new Submission { Units = [], Indicators = [], Items = items, ItemsHash = [], SubmittedBy = "", SubmittedById = "" });

        read.Select(item => item.ToWanted(place.Reference, new Errors(), name => name)).ShouldBe(wanted);
    }

    [Fact]
    public async Task Import_EachMember_IsReadFromTheColumnOfItsName()
    {
        var place = await PlaceAsync();
        var sample = new Figure();
        foreach (var member in Members) member.SetValue(sample, Sample(member));
        var cells = Members.Select(member => JsonSerializer.SerializeToElement(member.GetValue(sample), WireJson.Options).ToString());
        var csv = $"{string.Join(',', Members.Select(member => member.Name))},indicator\n{string.Join(',', cells)},{place.Indicator.Code}\n";
        using var table = TableFile.Csv(new MemoryStream(Encoding.UTF8.GetBytes(csv)), ',');
        var columns = ImportColumns.Find(table.Rows(), hasOrgUnit: true, hasPeriod: true, []).ShouldNotBeNull();
        var job = new ImportJob { Sha256 = [], CallerId = "", SubmittedBy = "", Scope = "*", OrgUnit = place.Unit.Code, Period = "2020" };

        var reported = new ImportRows(job, columns, new LocaleEvidence(NumberLocale.English), place.Reference)
            .Read(table.Rows().Last(), (column, code, _) => throw new InvalidOperationException($"{column}: {code.Code}"));

        reported.ShouldNotBeNull().Figure.ShouldBe(sample);
    }

    [Fact]
    public async Task Dhis2_EachMemberThatItCannotSay_IsKeptWhereItsValueIsTheSame()
    {
        var place = await PlaceAsync();
        // Of a bound it says nothing at all, so that a value is never the same.
        PropertyInfo[] kept = [.. Members.Where(member => member.Name != nameof(Figure.Bound))];
        Figure Said(PropertyInfo member) => member.Name == nameof(Figure.Level) ? Only(member) : new Figure { Value = 1 };
        List<WantedFigure> stored = [.. kept.Select((member, i) =>
        {
            var figure = Said(member);
            member.SetValue(figure, member.Name == nameof(Figure.Value) ? 1m : Sample(member));
            return place.Wanted(2000 + i, figure);
        })];
        await using (var recording = await place.BeginAsync()) await recording.RecordAsync(await AllowAsync(recording, stored), Ending);

        await using var again = await place.BeginAsync();
        var compared = await CompareAsync(again, [.. stored.Zip(kept, (figure, member) => figure with { Figure = Said(member) })]);

        compared.With(figure => DataValueWrites.Keeping(figure, place.Reference)).All.Select(figure => figure.Wanted).ShouldBe(stored);
    }

    private static Figure Only(PropertyInfo member)
    {
        var figure = new Figure();
        member.SetValue(figure, Sample(member));
        return figure;
    }

    private static object Sample(PropertyInfo member) => (Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType) switch
    {
        var type when type == typeof(decimal) => 7.25m,
        var type when type == typeof(string) => $"the {member.Name}",
        { IsEnum: true } type => Enum.GetValues(type).Cast<object>().First(value => !Equals(value, member.GetValue(new Figure()))),
        var type => throw new NotSupportedException($"Say what a {type.Name} of a figure may be."),
    };

    private static ActualRevision Revision(Figure figure, Place? place = null) => new()
    {
        OrganisationUnitId = place?.Unit.Id ?? Guid.Empty,
        IndicatorId = place?.Indicator.Id ?? Guid.Empty,
        Period = "2020",
        Figure = figure,
        RecordedBy = "x",
    };

    private static async Task<ComparedFigures> CompareAsync(Recording recording, IReadOnlyList<WantedFigure> wanted)
    {
        (await recording.CompareAsync(wanted, Ending)).IsRefused(out var refusal, out var compared).ShouldBeFalse($"{refusal}");
        return compared!;
    }

    private static async Task<AllowedFigures> AllowAsync(Recording recording, IReadOnlyList<WantedFigure> wanted)
    {
        (await recording.AllowAsync(await CompareAsync(recording, wanted), Ending)).IsRefused(out var refusal, out var allowed).ShouldBeFalse($"{refusal}");
        return allowed!;
    }

    private async Task<Place> PlaceAsync()
    {
        var world = await server.Api.WorldAsync();
        var reference = await server.Api.Services.GetRequiredService<ReferenceDataCache>().GetAsync(Ending);
        return new Place(server.Api.Services.GetRequiredService<Recordings>(), reference, reference.Unit(world.Ward)!, reference.Indicator(world.Indicator)!);
    }

    private sealed record Place(Recordings Recordings, ReferenceData Reference, OrganisationUnit Unit, Indicator Indicator)
    {
        public Task<Recording> BeginAsync() => Recordings.BeginAsync(Reference, Author.OfProgram("test"), TestContext.Current.CancellationToken);

        public WantedFigure Wanted(int year, Figure figure) => new(Unit.Id, Indicator.Id, "", Period.Parse($"{year}", null), figure, null);
    }
}
