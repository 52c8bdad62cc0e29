using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
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

    /// <summary>What the user should know of the model, e.g. weights that are no numbers.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Runs the model.</summary>
    /// <param name="path">The model's folder or <c>.gguf</c> file.</param>
    /// <param name="adapter">The adapter's folder, if any; the golden file is there then.</param>
    /// <param name="tolerance">The largest difference allowed; null to take the golden file's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">The model, the adapter or the golden file cannot be used.</exception>
    public static VerificationReport Create(string path, string? adapter, double? tolerance, CancellationToken cancellationToken)
    {
        // What is small and may be wrong comes before the weights.
        using var golden = new GoldenFile(adapter ?? path);
        var differences = new List<OutputDifference>();
        var warnings = new List<string>();
        foreach (var difference in Compare(path, adapter, golden, warnings))
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
            Warnings = warnings,
        };
    }

    private static IEnumerable<OutputDifference> Compare(string path, string? adapter, GoldenFile golden, List<string> warnings)
    {
        if (EncoderFolder.Is(path))
        {
            using var model = adapter is null ? EncoderModel.Load(path) : AdapterVerification.OpenEncoder(path, golden);
            warnings.AddRange(model.Warnings);
            foreach (var difference in adapter is null ? EncoderVerification.Run(model.Encoder, golden) : AdapterVerification.Run(model.Encoder, adapter, golden))
                yield return difference;
        }
        else if (SequenceClassifier.Is(path) || (adapter is not null && AdapterVerification.HasDecoderHead(golden)))
        {
            using var model = adapter is null ? SequenceClassifier.Load(path) : AdapterVerification.OpenClassifier(path, golden);
            warnings.AddRange(model.Warnings);
            foreach (var difference in adapter is null ? DecoderVerification.Run(model, golden) : AdapterVerification.Run(model, adapter, golden))
                yield return difference;
        }
        else
        {
            using var model = LanguageModel.Load(path);
            warnings.AddRange(model.Warnings);
            foreach (var difference in adapter is null ? DecoderVerification.Run(model.Decoder, golden) : AdapterVerification.Run(model.Decoder, adapter, golden))
                yield return difference;
        }
    }
}
