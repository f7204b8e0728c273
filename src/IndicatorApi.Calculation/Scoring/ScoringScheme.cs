namespace IndicatorApi.Calculation;

/// <summary>How a yearly rating makes points and a grade of achievements (chấm điểm, xếp loại): data, not a rule of the program.</summary>
/// <remarks>No scheme is built in. Decrees differ, and change; which of them holds is said by the days that it holds for.</remarks>
/// <param name="Criteria">What gives points.</param>
/// <param name="Deductions">What takes points away.</param>
/// <param name="Grades">The grades with the points from which each is given, in any order; below the least there is none.</param>
public sealed record ScoringScheme(IReadOnlyList<Criterion> Criteria, IReadOnlyList<ScoringDeduction> Deductions, IReadOnlyList<ScoringGrade> Grades)
{
    private const decimal MostPoints = 1_000_000;

    /// <summary>What is wrong with it; empty when it may be saved.</summary>
    public IReadOnlyList<RuleProblem> Validate()
    {
        List<RuleProblem> found = [];
        if (Criteria.Count == 0)
            Add("criteria", "Cần ít nhất một nội dung chấm điểm.", "At least one thing must give points.");
        Unlike("criteria", Criteria.Select(criterion => criterion.Code));
        Unlike("deductions", Deductions.Select(deduction => deduction.Code));
        Unlike("grades", Grades.Select(grade => grade.Name));
        for (var i = 0; i < Criteria.Count; i++)
        {
            if (Criteria[i].Points is <= 0 or > MostPoints)
                Add($"criteria[{i}].points", "Điểm phải lớn hơn 0 và không quá 1.000.000.", "Points must be above 0 and at most 1,000,000.");
            Criteria[i].Rule.Check((member, vi, en) => Add($"criteria[{i}].rule.{member}", vi, en), Criteria[i].Points);
        }

        for (var i = 0; i < Deductions.Count; i++)
        {
            if (Deductions[i].Points is <= 0 or > MostPoints || Deductions[i].Most < Deductions[i].Points)
                Add($"deductions[{i}].points", "Điểm trừ phải lớn hơn 0 và không quá mức trừ tối đa.", "A deduction is above 0 and no more than its most.");
        }

        if (Grades.Select(grade => grade.From).Distinct().Count() != Grades.Count)
            Add("grades", "Hai mức xếp loại có cùng điểm.", "Two grades begin at the same points.");
        return found;

        void Add(string member, string vi, string en) => found.Add(new(member, new(vi, en)));

        void Unlike(string member, IEnumerable<string> names)
        {
            var all = names.ToList();
            if (all.Distinct(StringComparer.Ordinal).Count() != all.Count)
                Add(member, "Có mục trùng tên.", "Two of them have one name.");
        }
    }
}

/// <summary>What gives points.</summary>
/// <param name="Code">The indicator whose achievement is scored.</param>
/// <param name="Points">The points for the whole of it.</param>
/// <param name="Rule">From percent to points.</param>
public sealed record Criterion(string Code, decimal Points, PointRule Rule);

/// <summary>What takes points away, each time that it comes about.</summary>
/// <param name="Code">Its name for programs.</param>
/// <param name="Title">What it is for: "chậm báo cáo".</param>
/// <param name="Points">The points of one time.</param>
/// <param name="Most">The most points of all times together; null without a limit.</param>
public sealed record ScoringDeduction(string Code, string Title, decimal Points, decimal? Most);

/// <summary>A grade and the points from which it is given.</summary>
/// <param name="Name">Its name: "hoàn thành xuất sắc nhiệm vụ".</param>
/// <param name="From">The least points, these included.</param>
public sealed record ScoringGrade(string Name, decimal From);
