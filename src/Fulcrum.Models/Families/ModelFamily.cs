namespace Fulcrum.Models.Families;

/// <summary>
/// Everything that is particular to one family of models, in one object: <see cref="DecoderFamily"/> or
/// <see cref="EncoderFamily"/>. <see cref="ModelFamilies"/> lists them.
/// </summary>
internal abstract class ModelFamily
{
    /// <summary>Values of <c>model_type</c> in <c>config.json</c>; the first is the one that is written.</summary>
    public abstract IReadOnlyList<string> ModelTypes { get; }
}
