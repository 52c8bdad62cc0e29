using System.Buffers;
using System.Net;
using Fulcrum.Data;

namespace Fulcrum.Models.Hub;

/// <summary>
/// Brings the content of a file onto disk, however often the connection breaks. What arrives is appended in order, so the
/// partial file is always a beginning of the whole, which huggingface_hub continues too; large files are fetched in chunks
/// over several connections and put in order in memory.
/// </summary>
/// <param name="client">Asks the hub.</param>
/// <param name="name">The model, for errors.</param>
/// <param name="address">Where the content is.</param>
/// <param name="blob">What it must be.</param>
/// <param name="options">How it is fetched.</param>
internal sealed class BlobDownload(HubClient client, HubName name, Uri address, HubBlob blob, DownloadOptions options)
{
    /// <summary>Fills the partial file and checks it; a beginning that turns out to be wrong is fetched afresh, once.</summary>
    /// <param name="partial">Continued where it exists.</param>
    /// <param name="received">Told how many bytes are there.</param>
    /// <param name="cancellationToken">Leaves the partial file to be continued.</param>
    /// <exception cref="InputException">The content is not what was promised; it is not kept.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached any more.</exception>
    public async Task RunAsync(string partial, Action<long> received, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        while (true)
        {
            var resumed = Math.Min(file.Length, blob.Size);
            file.SetLength(resumed);
            var actual = await FillAsync(file, received, cancellationToken);
            file.Flush(flushToDisk: true);
            if (actual is null || actual == blob.ETag) return;
            file.SetLength(0);
            if (resumed > 0) continue;
            throw new InputException(new InputError($"{HubError.Show(address)} has the hash {actual} where the hub promised {blob.ETag}; it was not kept.")
            {
                Remedy = "Try again; if it stays so, a proxy or mirror delivers another file.",
            });
        }
    }

    /// <summary>Appends until the size is reached.</summary>
    /// <returns>The hash of the whole; null where none was promised.</returns>
    private async Task<string?> FillAsync(FileStream file, Action<long> received, CancellationToken cancellationToken)
    {
        using var hash = blob.StartHash();
        var buffer = new byte[1 << 16];
        file.Position = 0;
        while (hash is not null && await file.ReadAsync(buffer, cancellationToken) is > 0 and var count) hash.AppendData(buffer, 0, count);
        file.Position = file.Length;
        received(file.Position);

        if (blob.Size - file.Position > options.ChunkSize && await TakesRangesAsync(file.Position, cancellationToken))
            await FetchInChunksAsync(file.Position, Append, cancellationToken);
        else
            await FetchAsync(file.Position, blob.Size, Append, cancellationToken);
        return hash is null ? null : Convert.ToHexStringLower(hash.GetHashAndReset());

        async ValueTask Append(ReadOnlyMemory<byte> bytes)
        {
            await file.WriteAsync(bytes, cancellationToken);
            hash?.AppendData(bytes.Span);
            received(file.Position);
        }
    }

    private async Task<bool> TakesRangesAsync(long position, CancellationToken cancellationToken) => await client.Retries.ExecuteAsync(
        async token =>
        {
            using var response = await client.OpenAsync(address, name, position, position + 1, token);
            return response.StatusCode == HttpStatusCode.PartialContent;
        },
        cancellationToken);

    /// <summary>Keeps several chunks under way and hands them on in order.</summary>
    private async Task FetchInChunksAsync(long from, Func<ReadOnlyMemory<byte>, ValueTask> append, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = new Queue<Task<ArraySegment<byte>>>();
        try
        {
            for (var next = from; next < blob.Size || underWay.Count > 0;)
            {
                for (; underWay.Count < options.Connections && next < blob.Size; next += options.ChunkSize)
                    underWay.Enqueue(FetchChunkAsync(next, Math.Min(next + options.ChunkSize, blob.Size), stop.Token));
                var chunk = await underWay.Peek();
                await append(chunk);
                _ = underWay.Dequeue();
                ArrayPool<byte>.Shared.Return(chunk.Array!);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ArraySegment<byte>> FetchChunkAsync(long from, long end, CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent((int)(end - from));
        var filled = 0;
        await FetchAsync(from, end, Keep, cancellationToken);
        return new ArraySegment<byte>(chunk, 0, filled);

        ValueTask Keep(ReadOnlyMemory<byte> bytes)
        {
            bytes.CopyTo(chunk.AsMemory(filled));
            filled += bytes.Length;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Fetches a range, asking again for the rest of it when the connection breaks: only tries that bring nothing are counted.</summary>
    private async Task FetchAsync(long from, long end, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken)
    {
        for (var position = from; position < end;)
            position += await client.Retries.ExecuteAsync(async token => await FetchSomeAsync(position, end, keep, token), cancellationToken);
    }

    /// <returns>How many bytes came, at least one.</returns>
    private async Task<long> FetchSomeAsync(long from, long end, Func<ReadOnlyMemory<byte>, ValueTask> keep, CancellationToken cancellationToken)
    {
        using var response = await client.OpenAsync(address, name, from, end, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var skip = response.StatusCode == HttpStatusCode.PartialContent ? 0 : from;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        var position = from;
        try
        {
            while (position < end)
            {
                var wanted = (int)Math.Min(buffer.Length, skip > 0 ? skip : end - position);
                var count = await client.ReadAsync(body, buffer.AsMemory(0, wanted), cancellationToken);
                if (count == 0) throw new HttpRequestException($"{HubError.Show(address)} ended at byte {position} of {blob.Size}.");
                if (skip > 0)
                {
                    skip -= count;
                    continue;
                }

                await keep(buffer.AsMemory(0, count));
                position += count;
            }
        }
        catch (HttpRequestException) when (position > from)
        {
            // Something came: the rest is asked for with fresh patience.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return position - from;
    }
}
