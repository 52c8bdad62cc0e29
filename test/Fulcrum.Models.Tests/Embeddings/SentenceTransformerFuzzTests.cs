using System.Text;
using Fulcrum.Models.Embeddings;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Embeddings;

/// <summary>Damaged settings of an embedding model: refused by name, or read.</summary>
public sealed class SentenceTransformerFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("modules.json", """[{"idx":0,"path":"","type":"sentence_transformers.models.Transformer"},{"idx":1,"path":"1_Pooling","type":"sentence_transformers.models.Pooling"}]""")]
    [InlineData("1_Pooling/config.json", """{"word_embedding_dimension":384,"pooling_mode_cls_token":false,"pooling_mode_mean_tokens":true}""")]
    [InlineData("sentence_bert_config.json", """{"max_seq_length":256,"do_lower_case":false}""")]
    public void Damaged_files_are_refused_or_read(string name, string sound)
    {
        _folder.Write("modules.json", """[{"path":"1_Pooling","type":"Pooling"}]""");
        var original = Encoding.UTF8.GetBytes(sound);

        Fuzz.Try(Fuzz.Tries / 8, _folder.Write(name, sound), original, original.Length, _ => SentenceTransformerFolder.Read(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
