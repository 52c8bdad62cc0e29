namespace Fulcrum.Models.Generation;

/// <summary>Room for the choice of one token after another, so that a token costs no allocation.</summary>
internal sealed class SamplingBuffers(int vocabularySize)
{
    /// <summary>Logits as the model gave them, [V].</summary>
    public float[] Logits { get; } = new float[vocabularySize];

    /// <summary>For whoever needs it next, [V].</summary>
    public float[] Scratch { get; } = new float[vocabularySize];
}
