using Fulcrum.Data;

namespace Fulcrum.Ladder.Artifacts;

/// <summary>Tells encoders, such as embedding models, from language models by the files beside their weights.</summary>
public static class EncoderFolder
{
    /// <summary>
    /// Whether a model is a sentence-transformers folder (<c>modules.json</c>) or a BERT (<c>config.json</c>). A folder that
    /// cannot be read is taken for a language model: who opens it says what is wrong.
    /// </summary>
    /// <param name="model">A model folder or <c>.gguf</c> file.</param>
    public static bool Is(string model) => File.Exists(Path.Combine(model, "modules.json")) || ModelType(Path.Combine(model, "config.json")) == "bert";

    private static string? ModelType(string file)
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonInput.ReadObject(file, "The configuration")["model_type"]?.ToString();
        }
        catch (InputException)
        {
            return null;
        }
    }
}
