namespace Reports;

/// <summary>Figures over a span of days (UTC), part by part and as a whole.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The first day that is not in it.</param>
/// <param name="Grain">How long a part is.</param>
/// <param name="Parts">In order of time, one for each day, week or month, also where nothing happened.</param>
/// <param name="Total">The whole span.</param>
public sealed record Report<TFigures>(DateOnly From, DateOnly To, Grain Grain, IReadOnlyList<ReportPart<TFigures>> Parts, TFigures Total);

/// <summary>A day, week or month, or what of it lies in the span.</summary>
/// <param name="From">Its first day.</param>
/// <param name="To">The first day after it.</param>
/// <param name="Figures">What is counted.</param>
public sealed record ReportPart<TFigures>(DateOnly From, DateOnly To, TFigures Figures);
