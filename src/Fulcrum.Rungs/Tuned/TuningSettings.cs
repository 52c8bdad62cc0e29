using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fulcrum.Data;

namespace Fulcrum.Rungs.Tuned;

/// <summary>What the rungs that train by gradients have in common; the keys under their name in a task file.</summary>
internal record TuningSettings
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>Peak learning rates tried on dev.</summary>
    public virtual IReadOnlyList<double> LearningRates { get; init; } = [];

    /// <summary>Passes over the training part, at most.</summary>
    public virtual int Epochs { get; init; } = 3;

    /// <summary>Examples per step.</summary>
    public virtual int Batch { get; init; } = 8;

    /// <summary>Tokens of a text beyond which it is cut.</summary>
    public virtual int MaxTokens { get; init; } = 128;

    /// <summary>Reads the settings of a trial.</summary>
    /// <exception cref="InputException">A key is unknown or a value is not usable.</exception>
    public static T Parse<T>(JsonObject settings, string rung)
        where T : TuningSettings
    {
        T parsed;
        try
        {
            parsed = settings.Deserialize<T>(Format)!;
        }
        catch (JsonException cause)
        {
            throw new InputException(new InputError($"The settings of the {rung} rung cannot be read: {JsonInput.Fault(cause)}"), cause);
        }

        var errors = parsed.Errors().Select(error => new InputError($"{rung}: {error}")).ToList();
        return errors.Count == 0 ? parsed : throw new InputException(errors);
    }

    /// <summary>What is wrong with the values, as sentences.</summary>
    protected virtual IEnumerable<string> Errors()
    {
        if (LearningRates.Count == 0 || LearningRates.Any(rate => !(rate > 0))) yield return "learning_rates is no list of numbers above 0.";
        if (Epochs < 1) yield return "epochs is below 1.";
        if (Batch < 1) yield return "batch is below 1.";
        if (MaxTokens < 1) yield return "max_tokens is below 1.";
    }
}
