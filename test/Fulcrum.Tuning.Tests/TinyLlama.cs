using Fulcrum.Models;
using Fulcrum.Models.Architecture;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests;

/// <summary>A tiny random model of the Llama family.</summary>
internal sealed class TinyLlama : IDisposable
{
    private readonly LanguageModel _model = LanguageModel.Load(RepositoryFiles.Fixture("models/llama"));

    public Decoder Decoder => _model.Decoder;

    public Tensor Logits(Tensor ids)
    {
        using var noGradient = no_grad();
        return Decoder.Logits(Decoder.Forward(ids));
    }

    public void Dispose() => _model.Dispose();
}
