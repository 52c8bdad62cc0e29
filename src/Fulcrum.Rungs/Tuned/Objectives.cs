using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Rungs.Tuned;

/// <summary>What a network learns for each kind of task.</summary>
internal static class Objectives
{
    /// <summary>The objective of scores per label.</summary>
    public static LabelObjective Of(TaskKind kind) => kind.IsExclusive ? LabelObjective.SingleLabel : LabelObjective.MultiLabel;
}
