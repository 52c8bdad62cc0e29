using Fulcrum.Data;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models;
using Fulcrum.Models.Encoders;
using Fulcrum.Models.Verification;
using Fulcrum.Tuning.Verification;

namespace Fulcrum.Cli.ModelVerbs;

/// <summary>The answer of <c>fulcrum models verify</c>.</summary>
internal sealed record VerificationReport
{
    public required double Tolerance { get; init; }

    /// <summary>Whether every difference is within the tolerance.</summary>
    public required bool Passed { get; init; }

    public required IReadOnlyList<OutputDifference> Outputs { get; init; }

    /// <summary>What the golden file has and nothing here computes.</summary>
    public required IReadOnlyList<string> NotCompared { get; init; }

    /// <summary>Runs the model.</summary>
    /// <param name="path">The model's folder.</param>
    /// <param name="adapter">The adapter's folder, if any; the golden file is there then.</param>
    /// <param name="tolerance">The largest difference allowed; null to take the golden file's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">The model, the adapter or the golden file cannot be used.</exception>
    public static VerificationReport Create(string path, string? adapter, double? tolerance, CancellationToken cancellationToken)
    {
        // What is small and may be wrong comes before the weights.
        using var golden = new GoldenFile(adapter ?? path);
        var differences = new List<OutputDifference>();
        foreach (var difference in Compare(path, adapter, golden))
        {
            differences.Add(difference);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (differences.Count == 0)
            throw new InputException(new InputError("It holds no output that can be compared.") { File = golden.Path, Remedy = "It needs input_ids and logits." });
        var allowed = tolerance ?? golden.Tolerance;
        return new VerificationReport
        {
            Tolerance = allowed,
            Passed = differences.TrueForAll(difference => difference.Difference <= allowed),
            Outputs = differences,
            NotCompared = [.. golden.Outputs.Except(differences.Select(difference => difference.Output)).Order(StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<OutputDifference> Compare(string path, string? adapter, GoldenFile golden) =>
        !EncoderFolder.Is(path) ? CompareDecoder(path, adapter, golden)
        : adapter is null ? CompareEncoder(path, golden)
        : AdapterVerification.RunEncoder(path, adapter, golden);

    private static IEnumerable<OutputDifference> CompareDecoder(string path, string? adapter, GoldenFile golden)
    {
        using var model = LanguageModel.Load(path);
        var differences = adapter is null ? DecoderVerification.Run(model.Decoder, golden) : AdapterVerification.Run(model.Decoder, adapter, golden);
        foreach (var difference in differences) yield return difference;
    }

    private static IEnumerable<OutputDifference> CompareEncoder(string path, GoldenFile golden)
    {
        using var model = EncoderModel.Load(path);
        foreach (var difference in EncoderVerification.Run(model.Encoder, golden)) yield return difference;
    }
}
