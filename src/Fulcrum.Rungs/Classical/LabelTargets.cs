using Fulcrum.Ladder.TaskKinds;

namespace Fulcrum.Rungs.Classical;

/// <summary>The labels of training rows as a linear learner sees them: which scores there are, and what they should say of each row.</summary>
internal abstract class LabelTargets
{
    /// <summary>What the scores stand for.</summary>
    public abstract ScoreLink Link { get; }

    /// <summary>The number of rows.</summary>
    public abstract int Rows { get; }

    /// <summary>Targets of a kind of task.</summary>
    /// <param name="kind">What an answer is.</param>
    /// <param name="truths">Per row the positions of its labels.</param>
    /// <param name="labels">The number of the task's labels.</param>
    public static LabelTargets Of(TaskKind kind, IReadOnlyList<IReadOnlyList<int>> truths, int labels) =>
        kind.IsExclusive ? new ClassTargets([.. truths.Select(truth => truth[0])], labels) : new LabelSetTargets(truths, labels);

    /// <summary>The loss of scores that are [rows × width].</summary>
    public abstract LogisticLoss Loss(int width);

    /// <summary>
    /// What a row says of a score: <see langword="true"/>: it should be high, <see langword="false"/>: it should be low,
    /// <see langword="null"/>: only the other scores tell.
    /// </summary>
    public abstract bool? Side(int row, int score);
}
