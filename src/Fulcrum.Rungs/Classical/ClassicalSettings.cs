using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fulcrum.Data;

namespace Fulcrum.Rungs.Classical;

/// <summary>What is tried on dev; the keys under <c>rungs: classical:</c> of a task file.</summary>
internal sealed record ClassicalSettings
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter<FeatureSet>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Inverse penalty strengths of logistic regression; none: not tried.</summary>
    public IReadOnlyList<double> C { get; init; } = [1, 10, 100];

    /// <summary>What logistic regression sees.</summary>
    public IReadOnlyList<FeatureSet> Features { get; init; } = [FeatureSet.Words, FeatureSet.WordsAndCharacters];

    /// <summary>What naive Bayes adds to each count; none: not tried.</summary>
    public IReadOnlyList<double> Alpha { get; init; } = [0.01, 0.1, 1];

    /// <summary>Reads the settings of a trial.</summary>
    /// <exception cref="InputException">A key is unknown or a value is not usable; all unusable values are named.</exception>
    public static ClassicalSettings Parse(JsonObject settings)
    {
        ClassicalSettings parsed;
        try
        {
            parsed = settings.Deserialize<ClassicalSettings>(Format)!;
        }
        catch (JsonException e)
        {
            throw new InputException(
                new InputError($"The settings of the classical rung cannot be read: {JsonInput.Fault(e)}")
                {
                    Remedy = "Known are c and alpha (lists of numbers) and features (a list of words, words_and_characters).",
                },
                e);
        }

        var errors = parsed.Errors().ToList();
        return errors.Count == 0 ? parsed : throw new InputException(errors);
    }

    /// <summary>How many models are fitted.</summary>
    public int Count => Alpha.Count + (Features.Count * C.Count);

    /// <summary>The one model to fit where there is nothing to choose on: the richest features with the middle C.</summary>
    public ClassicalSettings WithoutSearch() => C.Count > 0 && Features.Count > 0
        ? new() { Alpha = [], C = [C[C.Count / 2]], Features = [Features.Max()] }
        : new() { Alpha = [Alpha[Alpha.Count / 2]], C = [], Features = [] };

    private IEnumerable<InputError> Errors()
    {
        foreach (var c in C.Where(c => !(c > 0)))
            yield return new InputError(FormattableString.Invariant($"classical: c is {c}.")) { Remedy = "Give numbers above 0." };
        foreach (var alpha in Alpha.Where(a => !(a > 0)))
            yield return new InputError(FormattableString.Invariant($"classical: alpha is {alpha}.")) { Remedy = "Give numbers above 0." };
        if (Alpha.Count == 0 && (C.Count == 0 || Features.Count == 0))
            yield return new InputError("classical: nothing is left to try.") { Remedy = "Give alpha, or c and features." };
    }
}

/// <summary>What logistic regression sees.</summary>
internal enum FeatureSet
{
    /// <summary>Word n-grams.</summary>
    Words,

    /// <summary>Word n-grams and character n-grams side by side.</summary>
    WordsAndCharacters,
}
