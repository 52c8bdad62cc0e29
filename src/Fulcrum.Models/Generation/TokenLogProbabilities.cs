using System.Numerics.Tensors;

namespace Fulcrum.Models.Generation;

/// <summary>How probable a token was where it was written.</summary>
/// <param name="Token">The id of the token that was written.</param>
/// <param name="LogProbability">The natural logarithm of its probability.</param>
/// <param name="Top">The most probable tokens, the most probable first, with their log-probabilities; it may be among them.</param>
public sealed record TokenLogProbabilities(int Token, double LogProbability, IReadOnlyList<(int Token, double LogProbability)> Top)
{
    /// <summary>Reads them off logits.</summary>
    /// <param name="logits">As the model gave them, [V].</param>
    /// <param name="token">The id of the token that was written.</param>
    /// <param name="count">How many of the most probable tokens.</param>
    /// <param name="scratch">Room for as many numbers as there are logits.</param>
    internal static TokenLogProbabilities Of(ReadOnlySpan<float> logits, int token, int count, Span<float> scratch)
    {
        var highest = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, highest, scratch);
        TensorPrimitives.Exp<float>(scratch, scratch);
        var normalizer = highest + Math.Log(TensorPrimitives.Sum<float>(scratch));
        return new TokenLogProbabilities(token, logits[token] - normalizer, [.. Largest(logits, count).Select(entry => (entry.Token, entry.Logit - normalizer))]);
    }

    private static List<(int Token, double Logit)> Largest(ReadOnlySpan<float> logits, int count)
    {
        var largest = new List<(int Token, double Logit)>(count + 1);
        for (var token = 0; token < logits.Length && count > 0; token++)
        {
            if (largest.Count == count && !(logits[token] > largest[^1].Logit)) continue;
            var logit = logits[token];
            var place = largest.FindIndex(entry => entry.Logit < logit);
            largest.Insert(place < 0 ? largest.Count : place, (token, logit));
            if (largest.Count > count) largest.RemoveAt(count);
        }

        return largest;
    }
}
