using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Mapster;

namespace IndicatorApi.Features.Resolutions;

/// <summary>A document that sets targets for a unit over a term, a year or any two days: a congress resolution, a yearly plan and others.</summary>
public sealed record ResolutionBody : ICodedBody<Resolution>
{
    /// <summary>The identity in addresses and bodies, such as <c>tra-vinh-phuong-4-2020</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Code of the unit it is for.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Who issued it.</summary>
    public required ResolutionIssuer Issuer { get; init; }

    /// <summary>What kind of document it is.</summary>
    public ResolutionKind Kind { get; init; } = ResolutionKind.Congress;

    /// <summary>Which congress, as printed: <c>XXIII</c>.</summary>
    public string? Congress { get; init; }

    /// <summary>Its number, as printed: <c>01-NQ/ĐH</c>.</summary>
    public string? Number { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The day it was adopted.</summary>
    public DateOnly? AdoptedOn { get; init; }

    /// <summary>The time it is for: a term such as <c>2020-2025</c>, a year such as <c>2026</c>, or two days such as <c>2025-07-01--2026-06-30</c>. Targets
    /// that name no period are for it.</summary>
    public required Period Term { get; init; }

    /// <summary>The term's real first day, where the document gives it; 1 January of its first year otherwise. Only a term of several years has it.</summary>
    public DateOnly? TermStart { get; init; }

    /// <summary>The term's real last day, where the document gives it; 31 December of its last year otherwise. Only a term of several years has it.</summary>
    public DateOnly? TermEnd { get; init; }

    /// <summary>Where it can be read.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>The colours that stand beside the verdicts of its targets (xanh, vàng, đỏ); those of the deployment when left out.</summary>
    public ColourBands? Bands { get; init; }

    static Noun ICodedBody<Resolution>.Noun => Noun.Resolution;

    static string ICodedBody<Resolution>.Address => "/api/v1/resolutions";

    static Resolution? ICodedBody<Resolution>.Find(ReferenceData reference, string code) => reference.Resolution(code);

    /// <summary>The row of this body, without its unit.</summary>
    public Resolution ToRow(Errors errors, Func<string, string> where)
    {
        Text.CheckCode(errors, where("code"), Code);
        if (!Term.IsTerm && (TermStart ?? TermEnd) is not null)
        {
            errors.Add(where(TermStart is null ? "termEnd" : "termStart"), ErrorCodes.Inconsistent,
                "Only a term of several years has days of its own; write the two days as the term.",
                "Chỉ nhiệm kỳ nhiều năm mới có ngày riêng; hãy ghi hai ngày vào term.");
        }
        else if ((TermStart ?? Term.Start) > (TermEnd ?? Term.End)) errors.Add(where("termEnd"), ErrorCodes.OutOfRange, ">= termStart");
        if (SourceUrl is not null && !(Uri.TryCreate(SourceUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            errors.Add(where("sourceUrl"), ErrorCodes.Inconsistent, "Write an address that begins with https:// or http://.",
                "Hãy ghi địa chỉ bắt đầu bằng https:// hoặc http://.");
        return new Resolution
        {
            Code = Code,
            Issuer = Issuer,
            Kind = Kind,
            Congress = Text.Line(errors, where("congress"), Congress, 50),
            Number = Text.Line(errors, where("number"), Number, 100),
            Title = Text.Line(errors, where("title"), Title, 500) ?? "",
            AdoptedOn = AdoptedOn,
            Term = Term.ToString(),
            TermStart = TermStart,
            TermEnd = TermEnd,
            SourceUrl = Text.Line(errors, where("sourceUrl"), SourceUrl, 1000),
            Bands = StoredBands.ToJson(CheckedBands.Of(Bands, errors, where)),
        };
    }
}

internal sealed class ResolutionMapping : IRegister
{
    public void Register(TypeAdapterConfig config)
    {
        config.Keep<ColourBands>();
        config.NewConfig<Shown<Resolution>, ResolutionBody>()
            .Map(body => body, shown => shown.Row)
            .Map(body => body.OrgUnit, shown => shown.Reference.Unit(shown.Row.OrganisationUnitId).Code)
            .Map(body => body.Term, shown => Period.Parse(shown.Row.Term, null))
            .Map(body => body.Bands, shown => StoredBands.Of(shown.Row.Bands));
    }
}
