using IndicatorApi.Data;
using IndicatorApi.Features.Shared;
using IndicatorApi.Http;
using Mapster;

namespace IndicatorApi.Features.OrganisationUnits;

/// <summary>A unit that reports, or that others roll up to.</summary>
public sealed record OrganisationUnitBody : ICodedBody<OrganisationUnit>
{
    /// <summary>The identity in addresses and bodies, such as <c>tra-vinh-phuong-4</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The Vietnamese name.</summary>
    public required string Name { get; init; }

    /// <summary>The English name.</summary>
    public string? NameEn { get; init; }

    /// <summary>The level of the unit.</summary>
    public required OrganisationUnitLevel Level { get; init; }

    /// <summary>Code of the unit above.</summary>
    public string? Parent { get; init; }

    /// <summary>
    /// First day under the unit above; null for since ever. Left out where <c>parent</c> changes it is today, where it does not it stays. What is about
    /// the time before stays with the unit that was above then.
    /// </summary>
    public DateOnly? ParentFrom { get; init; }

    /// <summary>The statistics office's code, as text: leading zeros count.</summary>
    public string? OfficialCode { get; init; }

    /// <summary>First day the unit exists; null when unknown.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day the unit exists; null while it does.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Whether a second person approves the figures of the unit and all under it; null for what holds for the unit above, at the top
    /// <c>none</c>.</summary>
    public Review? Review { get; init; }

    static Noun ICodedBody<OrganisationUnit>.Noun => Noun.OrganisationUnit;

    static string ICodedBody<OrganisationUnit>.Address => "/api/v1/organisation-units";

    static OrganisationUnit? ICodedBody<OrganisationUnit>.Find(ReferenceData reference, string code) => reference.Unit(code);

    /// <summary>The row of this body, without its place in the tree.</summary>
    public OrganisationUnit ToRow(Errors errors, Func<string, string> where)
    {
        Text.CheckCode(errors, where("code"), Code);
        if (ValidTo < ValidFrom) errors.Add(where("validTo"), ErrorCodes.OutOfRange, "not before validFrom");
        var name = Text.Line(errors, where("name"), Name, 200) ?? "";
        var nameEn = Text.Line(errors, where("nameEn"), NameEn, 200);
        return new OrganisationUnit
        {
            Code = Code,
            Name = name,
            NameEn = nameEn,
            SearchName = Text.Search(name, nameEn),
            Level = Level,
            Path = "",
            OfficialCode = Text.Line(errors, where("officialCode"), OfficialCode, 20),
            ValidFrom = ValidFrom,
            ValidTo = ValidTo,
            Review = Review,
        };
    }
}

internal sealed class OrganisationUnitMapping : IRegister
{
    public void Register(TypeAdapterConfig config) => config.NewConfig<Shown<OrganisationUnit>, OrganisationUnitBody>()
        .Map(body => body, shown => shown.Row)
        .Map(body => body.Parent, shown => shown.Row.ParentId == null ? null : shown.Reference.Unit(shown.Row.ParentId.Value).Code);
}
