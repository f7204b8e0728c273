using IndicatorApi.Calculation;
using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Mapster;

namespace IndicatorApi.Features.Resolutions;

/// <summary>A document that sets targets for a unit over a term.</summary>
public sealed record ResolutionBody : ICodedBody<Resolution>
{
    /// <summary>The identity in addresses and bodies, such as <c>tra-vinh-phuong-4-2020</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Code of the unit it is for.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Who issued it.</summary>
    public required ResolutionIssuer Issuer { get; init; }

    /// <summary>Which congress, as printed: <c>XXIII</c>.</summary>
    public string? Congress { get; init; }

    /// <summary>Its number, as printed: <c>01-NQ/ĐH</c>.</summary>
    public string? Number { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The day it was adopted.</summary>
    public DateOnly? AdoptedOn { get; init; }

    /// <summary>The term, such as <c>2020-2025</c>.</summary>
    public required Period Term { get; init; }

    /// <summary>The term's real first day, where the document gives it; 1 January of its first year otherwise.</summary>
    public DateOnly? TermStart { get; init; }

    /// <summary>The term's real last day, where the document gives it; 31 December of its last year otherwise.</summary>
    public DateOnly? TermEnd { get; init; }

    /// <summary>Where it can be read.</summary>
    public string? SourceUrl { get; init; }

    static Noun ICodedBody<Resolution>.Noun => Noun.Resolution;

    static string ICodedBody<Resolution>.Address => "/api/v1/resolutions";

    static Resolution? ICodedBody<Resolution>.Find(ReferenceData reference, string code) => reference.Resolution(code);

    /// <summary>The row of this body, without its unit.</summary>
    public Resolution ToRow(Errors errors, Func<string, string> where)
    {
        Text.CheckCode(errors, where("code"), Code);
        if (!Term.IsTerm) errors.Add(where("term"), ErrorCodes.Inconsistent, "A term is written 2020-2025.", "Nhiệm kỳ ghi dạng 2020-2025.");
        else if ((TermStart ?? Term.Start) > (TermEnd ?? Term.End)) errors.Add(where("termEnd"), ErrorCodes.OutOfRange, ">= termStart");
        if (SourceUrl is not null && !(Uri.TryCreate(SourceUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            errors.Add(where("sourceUrl"), ErrorCodes.Inconsistent, "Write an address that begins with https:// or http://.",
                "Hãy ghi địa chỉ bắt đầu bằng https:// hoặc http://.");
        return new Resolution
        {
            Code = Code,
            Issuer = Issuer,
            Congress = Text.Line(errors, where("congress"), Congress, 50),
            Number = Text.Line(errors, where("number"), Number, 100),
            Title = Text.Line(errors, where("title"), Title, 500) ?? "",
            AdoptedOn = AdoptedOn,
            Term = Term.ToString(),
            TermStart = TermStart,
            TermEnd = TermEnd,
            SourceUrl = Text.Line(errors, where("sourceUrl"), SourceUrl, 1000),
        };
    }
}

internal sealed class ResolutionMapping : IRegister
{
    public void Register(TypeAdapterConfig config) => config.NewConfig<Shown<Resolution>, ResolutionBody>()
        .Map(body => body, shown => shown.Row)
        .Map(body => body.OrgUnit, shown => shown.Reference.Unit(shown.Row.OrganisationUnitId).Code)
        .Map(body => body.Term, shown => Period.Parse(shown.Row.Term, null));
}
