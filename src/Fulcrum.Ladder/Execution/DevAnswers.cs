using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Execution;

/// <summary>What a fitted rung says of dev, and the thresholds that follow from it.</summary>
internal static class DevAnswers
{
    /// <summary>Part of the time left that dev may take.</summary>
    private const double ShareOfTime = 0.1;

    /// <summary>Asks about dev; with a budget in random order, until a tenth of the time left is spent.</summary>
    public static IReadOnlyList<Answer> Ask(TrialContext context, IPredictor predictor, CancellationToken cancellationToken)
    {
        context.Progress.Report(new StageProgress("scoring dev", 0));
        int[] rows = [.. Enumerable.Range(0, context.Data.Dev.Count)];
        if (context.Deadline is not null) new Random(context.Trial.Seed).Shuffle(rows);
        var end = context.EndOf(ShareOfTime);
        var answers = new List<Answer>(rows.Length);
        TimedAnswers.Ask(
            predictor,
            [.. rows.Select(row => context.Data.Dev[row])],
            answer => answers.Add(answer with { Index = rows[answer.Index] }),
            end is null ? null : () => context.Clock.GetUtcNow() >= end,
            context.Clock,
            cancellationToken);
        return answers;
    }

    /// <summary>The thresholds that are best on dev; none where the rung gives no probabilities.</summary>
    public static IReadOnlyList<double> ChooseThresholds(FitContext context, IReadOnlyList<Answer> dev) => context.Kind.ChooseThresholds(
    [
        .. from answer in dev
           where answer.Probabilities.Count > 0
           select (answer.Probabilities, context.TruthOf(context.Dev[answer.Index])),
    ]);
}
