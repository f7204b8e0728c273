namespace IndicatorApi.Data;

/// <summary>What stands in the way of one figure.</summary>
/// <param name="Place">Place of the figure in its list.</param>
public abstract record Obstacle(int Place);

/// <summary>A closure: the figure would be used in what was closed.</summary>
/// <param name="Place">Place of the figure in its list.</param>
/// <param name="Id">The closure.</param>
/// <param name="OrgUnit">Code of the unit that it was closed for, with all under it.</param>
/// <param name="Period">The closed period.</param>
public sealed record HoldingClosure(int Place, Guid Id, string OrgUnit, string Period) : Obstacle(Place);

/// <summary>The least and the most that the indicator can be: the number is neither nor between.</summary>
/// <param name="Place">Place of the figure in its list.</param>
/// <param name="Member">The member that holds the number.</param>
/// <param name="Number">The number.</param>
/// <param name="Minimum">The least, where there is one.</param>
/// <param name="Maximum">The most, where there is one.</param>
public sealed record OutsideLimits(int Place, string Member, decimal Number, decimal? Minimum, decimal? Maximum) : Obstacle(Place);

/// <summary>The number has more decimals than its indicator; none where that counts in whole numbers.</summary>
/// <param name="Place">Place of the figure in its list.</param>
/// <param name="Member">The member that holds the number.</param>
/// <param name="Number">The number.</param>
/// <param name="Most">How many it may have.</param>
public sealed record TooManyDecimals(int Place, string Member, decimal Number, int Most) : Obstacle(Place);

/// <summary>The days on which the unit exists: the figure is about none of them.</summary>
/// <param name="Place">Place of the figure in its list.</param>
/// <param name="Unit">The unit, with its first and last day.</param>
/// <param name="Successors">Codes of those who took its place.</param>
public sealed record OutsideLife(int Place, OrganisationUnit Unit, IReadOnlyList<string> Successors) : Obstacle(Place);
