using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Web.Charts;

/// <summary>One trial in <see cref="CurveChart"/>.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Class">Its color.</param>
/// <param name="Points">At least one, by rows of train.</param>
/// <param name="Recommended">Whether its name is emphasized.</param>
public sealed record LearningCurve(string Name, RungClass Class, IReadOnlyList<CurvePoint> Points, bool Recommended);
