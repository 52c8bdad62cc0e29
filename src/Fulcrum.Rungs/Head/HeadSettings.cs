using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fulcrum.Data;

namespace Fulcrum.Rungs.Head;

/// <summary>The keys under <c>rungs: head:</c> of a task file.</summary>
internal sealed record HeadSettings
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>Inverse penalty strengths tried on dev, of features whose variance is 1.</summary>
    public IReadOnlyList<double> C { get; init; } = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>Tokens of a text beyond which it is cut; <see langword="null"/>: 256, or what the model was made for if that is less.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How the weights of a decoder are kept; <see langword="null"/>: fp32.</summary>
    public string? Precision { get; init; }

    /// <summary>Reads the settings of a trial.</summary>
    /// <exception cref="InputException">A key is unknown or a value is not usable; all unusable values are named.</exception>
    public static HeadSettings Parse(JsonObject settings)
    {
        HeadSettings parsed;
        try
        {
            parsed = settings.Deserialize<HeadSettings>(Format)!;
        }
        catch (JsonException cause)
        {
            throw new InputException(new InputError($"The settings of the head rung cannot be read: {JsonInput.Fault(cause)}"), cause);
        }

        var errors = parsed.Errors().Select(error => new InputError($"head: {error}")).ToList();
        return errors.Count == 0 ? parsed : throw new InputException(errors);
    }

    private IEnumerable<string> Errors()
    {
        if (C.Count == 0 || C.Any(c => !(c > 0))) yield return "c is no list of numbers above 0.";
        if (MaxTokens < 1) yield return "max_tokens is below 1.";
    }
}
