namespace Fulcrum.Rungs.Prompting;

/// <summary>How a prompt did on dev.</summary>
/// <param name="Candidate">The prompt.</param>
/// <param name="Scoring">How its labels were chosen.</param>
/// <param name="Scores">For each of the first rows of the dev sample, how right it was, 0 to 1.</param>
/// <param name="Loss">Mean negative log-likelihood of the true label, nats; null where there are no probabilities.</param>
internal sealed record PromptTry(PromptCandidate Candidate, ScoringVariant Scoring, IReadOnlyList<double> Scores, double? Loss)
{
    /// <summary>Mean score, 0 to 1.</summary>
    public double Accuracy => AccuracyOf(Scores.Count);

    /// <summary>
    /// The one to use: most right answers, then the smallest loss. What generates was tried on fewer rows and is slower to
    /// use, so it has to be better on the rows that both were tried on.
    /// </summary>
    /// <param name="tries">At least one.</param>
    public static PromptTry Best(IReadOnlyList<PromptTry> tries)
    {
        var scored = tries.Where(t => t.Scoring != ScoringVariant.Generated).OrderByDescending(t => t.Accuracy).ThenBy(t => t.Loss).FirstOrDefault();
        var generated = tries.Where(t => t.Scoring == ScoringVariant.Generated).MaxBy(t => t.Accuracy);
        if (scored is null) return generated!;
        return generated is not null && generated.Accuracy > scored.AccuracyOf(generated.Scores.Count) ? generated : scored;
    }

    private double AccuracyOf(int rows) => Scores.Take(rows).Average();
}
