using System.Text.Json;
using Fulcrum.Data;

namespace Fulcrum.Models.Verification;

/// <summary>What <c>golden.json</c> says beside the tensors; all of it may be absent.</summary>
/// <param name="Tolerance">The largest absolute difference to allow, <c>suggested_atol</c>; null where the file says none.</param>
/// <param name="GreedyRuns"><c>greedy</c>: the tokens of the reference's own greedy runs.</param>
internal sealed record GoldenNumbers(double? Tolerance, IReadOnlyList<(long[] Prompt, long[] NewTokens)> GreedyRuns)
{
    public static GoldenNumbers None { get; } = new(null, []);

    /// <exception cref="InputException">It is no JSON object, or one of these values is not what it should be.</exception>
    public static GoldenNumbers Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(RegularFile.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Broken("It is no JSON object.");
            return new GoldenNumbers(
                root.TryGetProperty("suggested_atol", out var tolerance) ? Tolerated(tolerance) : null,
                root.TryGetProperty("greedy", out var runs) ? Runs(runs) : []);
        }
        catch (JsonException cause)
        {
            throw new InputException(JsonInput.Error(cause, "It", path), cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Broken($"It cannot be read: {cause.Message}");
        }

        double Tolerated(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and < double.PositiveInfinity and var number ? number
            : throw Broken($"suggested_atol is {value.GetRawText()}, which is no number from 0 up.");

        (long[] Prompt, long[] NewTokens)[] Runs(JsonElement value) => value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select((run, index) => (Tokens(run, index, "prompt"), Tokens(run, index, "new_tokens")))]
            : throw Broken("greedy is no list of runs.");

        long[] Tokens(JsonElement run, int index, string key)
        {
            if (run.ValueKind != JsonValueKind.Object || !run.TryGetProperty(key, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
                throw Broken($"Greedy run {index} has no list of tokens `{key}`.");
            return [.. list.EnumerateArray().Select(token => token.ValueKind == JsonValueKind.Number && token.TryGetInt64(out var id)
                ? id
                : throw Broken($"{key} of greedy run {index} holds {token.GetRawText()}, which is no token id."))];
        }

        InputException Broken(string message) => new(new InputError(message) { File = path });
    }
}
