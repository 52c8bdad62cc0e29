using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>A family of encoders.</summary>
internal abstract class EncoderFamily : ModelFamily
{
    /// <summary>The class of transformers that has a classification head, e.g. <c>BertForSequenceClassification</c>.</summary>
    public abstract string ClassifierClass { get; }

    /// <summary>Reads a <c>config.json</c>; what is wrong is kept in <paramref name="json"/>.</summary>
    public abstract EncoderConfiguration Read(ConfigurationJson json);
}
