using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Batching;

/// <summary>
/// Keeps the keys and values of what prompts begin with from call to call, so that instructions and examples go through the
/// model once and not with every request.
/// </summary>
/// <param name="decoder">The model, whose weights stay as they are; used from the calling thread.</param>
internal sealed class PrefixCache(Decoder decoder) : IDisposable
{
    private int[] _tokens = [];
    private KeyValueCache? _kept;

    /// <summary>
    /// What all of the prompts begin with, as one row that any batch can follow; null where that is nothing. At least one token
    /// of every prompt is left over. What is kept is computed anew where that takes fewer tokens than the prompts save by it.
    /// </summary>
    /// <param name="prompts">Token ids; none empty, at least one.</param>
    /// <returns>Valid until the next call; its length is how much of every prompt it holds.</returns>
    public KeyValueCache? Find(IReadOnlyList<int[]> prompts)
    {
        var known = prompts.Min(prompt => Math.Min(prompt.Length - 1, _tokens.AsSpan().CommonPrefixLength(prompt)));
        var shared = SharedPrefix.Length(prompts);
        if ((long)(shared - known) * prompts.Count > shared)
        {
            Compute(prompts[0][..shared]);
            known = shared;
        }

        return known == 0 ? null : _kept!.Head(known);
    }

    /// <inheritdoc/>
    public void Dispose() => _kept?.Dispose();

    private void Compute(int[] prefix)
    {
        _kept?.Dispose();
        (_tokens, _kept) = (prefix, new KeyValueCache());
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        decoder.Forward(new PaddedBatch([prefix]).Ids(), new DecoderContext { Cache = _kept });
    }
}
