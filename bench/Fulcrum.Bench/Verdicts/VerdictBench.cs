namespace Fulcrum.Bench.Verdicts;

/// <summary>How right verdicts are, on made-up ladders whose truth is known.</summary>
internal static class VerdictBench
{
    /// <summary>Prints every table.</summary>
    /// <param name="runs">Draws of each design; <see langword="null"/>: as many as the published tables have.</param>
    public static void Run(int? runs)
    {
        FalseClaimStudy.Run(runs ?? 4000);
        DecisionStudy.Run(runs ?? 1000);
    }
}
