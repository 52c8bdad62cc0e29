using Fulcrum.Data;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>Reads the <c>config.json</c> of a Hugging Face folder.</summary>
public static class ConfigurationFile
{
    /// <summary>Reads the configuration of a decoder; <c>generation_config.json</c> beside it may name more tokens that end a sequence.</summary>
    /// <exception cref="InputException">The file is absent or malformed, the model type is no known decoder, or values make no sense.</exception>
    public static ModelConfiguration Read(string path)
    {
        var configuration = ModelFamilies.ReadDecoder(ConfigurationJson.Open(path));
        var generation = Path.Combine(Path.GetDirectoryName(path)!, "generation_config.json");
        if (!File.Exists(generation)) return configuration;
        return configuration with
        {
            EndTokens = [.. configuration.EndTokens.Union(ConfigurationJson.Open(generation).Tokens("eos_token_id"))],
        };
    }

    /// <summary>Reads the configuration of an encoder.</summary>
    /// <exception cref="InputException">The file is absent or malformed, the model type is no known encoder, or values make no sense.</exception>
    public static EncoderConfiguration ReadEncoder(string path) => ModelFamilies.ReadEncoder(ConfigurationJson.Open(path));
}
