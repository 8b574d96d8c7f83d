using System.Buffers;
using System.Security.Cryptography;
using Microsoft.CodeAnalysis.Text;

namespace Autodiff.Generator.Caching;

/// <summary>What stands for a text in comparisons: its SHA-256, so that two texts with one fingerprint are one text.</summary>
internal sealed record Fingerprint(ulong A, ulong B, ulong C, ulong D);

/// <summary>
/// Makes fingerprints of sequences of texts and numbers. Each text is preceded by its length, so that different sequences are
/// different bytes.
/// </summary>
internal sealed class FingerprintBuilder : IDisposable
{
    /// <summary>How many characters are hashed at once.</summary>
    private const int Room = 2048;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly char[] chars = ArrayPool<char>.Shared.Rent(Room);
    private readonly byte[] bytes = ArrayPool<byte>.Shared.Rent(Room * sizeof(char));
    private int count;

    /// <summary>Adds a number.</summary>
    public void Add(int number)
    {
        Add((char)(number & 0xFFFF));
        Add((char)(number >>> 16));
    }

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        Add(text.Length);
        foreach (char c in text)
        {
            Add(c);
        }
    }

    /// <summary>Adds a part of a text; an empty one where its end is before its start.</summary>
    public void Add(SourceText text, int start, int end)
    {
        Add(Math.Max(0, end - start));
        while (start < end)
        {
            int part = Math.Min(end - start, Room - count);
            text.CopyTo(start, chars, count, part);
            start += part;
            count += part;
            FlushIfFull();
        }
    }

    /// <summary>The fingerprint of what was added since the last one was taken.</summary>
    public Fingerprint Take()
    {
        Flush();
        byte[] result = hash.GetHashAndReset();
        return new Fingerprint(Word(0), Word(8), Word(16), Word(24));

        ulong Word(int at) => BitConverter.ToUInt64(result, at);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hash.Dispose();
        ArrayPool<char>.Shared.Return(chars);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Add(char c)
    {
        chars[count++] = c;
        FlushIfFull();
    }

    private void FlushIfFull()
    {
        if (count == Room)
        {
            Flush();
        }
    }

    private void Flush()
    {
        Buffer.BlockCopy(chars, 0, bytes, 0, count * sizeof(char));
        hash.AppendData(bytes, 0, count * sizeof(char));
        count = 0;
    }
}
