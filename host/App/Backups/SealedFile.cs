using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BacSon.App.Backups;

/// <summary>
/// Encrypts a backup with the office's secret as it is written; nothing plain reaches the backup's disk. The format:
/// «BACSONB1», 4 bytes of PBKDF2 rounds (big-endian), 16 bytes of salt; then pieces of 1 MiB, each AES-256-GCM with its tag of
/// 16 bytes behind it, the last one shorter. Key: PBKDF2-HMAC-SHA256 of the secret (UTF-8) and the salt. Nonce: the number of
/// the piece (8 bytes, big-endian), three zero bytes, 1 for the last piece and 0 before; the head is authenticated with every
/// piece. So a file that was cut off, put together anew or changed does not open.
/// </summary>
internal sealed class SealingStream : Stream
{
    internal const int HeadLength = 28;
    internal const int Piece = 1024 * 1024;
    internal const int TagLength = 16;
    internal static ReadOnlySpan<byte> Magic => "BACSONB1"u8;

    // OWASP Password Storage Cheat Sheet for PBKDF2-HMAC-SHA256.
    private const int Rounds = 600_000;

    private readonly Stream _target;
    private readonly byte[] _head = new byte[HeadLength];
    private readonly byte[] _buffer = new byte[Piece];
    private readonly byte[] _sealed = new byte[Piece + TagLength];
    private readonly AesGcm _cipher;
    private int _length;
    private long _number;
    private bool _ended;

    /// <summary>Writes the head at once; the last piece goes out when it is disposed. Leaves <paramref name="target"/> open.</summary>
    public SealingStream(Stream target, string secret)
    {
        _target = target;
        Magic.CopyTo(_head);
        BinaryPrimitives.WriteInt32BigEndian(_head.AsSpan(8), Rounds);
        RandomNumberGenerator.Fill(_head.AsSpan(12));
        _cipher = Cipher(_head, secret);
        target.Write(_head);
    }

    internal static AesGcm Cipher(ReadOnlySpan<byte> head, string secret)
    {
        var rounds = BinaryPrimitives.ReadInt32BigEndian(head[8..]);
        // A forged head must not keep the machine counting for hours.
        if (rounds is < 100_000 or > 10_000_000)
            throw new InvalidDataException("rounds");
        return new AesGcm(Rfc2898DeriveBytes.Pbkdf2(secret, head[12..28], rounds, HashAlgorithmName.SHA256, 32), TagLength);
    }

    internal static void Nonce(Span<byte> nonce, long number, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[11] = last ? (byte)1 : (byte)0;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full piece waits for what follows: only then it is known not to be the last.
            if (_length == Piece)
                Emit(last: false);
            var part = Math.Min(Piece - _length, buffer.Length);
            buffer[..part].CopyTo(_buffer.AsSpan(_length));
            _length += part;
            buffer = buffer[part..];
        }
    }

    private void Emit(bool last)
    {
        Span<byte> nonce = stackalloc byte[12];
        Nonce(nonce, _number++, last);
        _cipher.Encrypt(nonce, _buffer.AsSpan(0, _length), _sealed.AsSpan(0, _length), _sealed.AsSpan(_length, TagLength), _head);
        _target.Write(_sealed.AsSpan(0, _length + TagLength));
        _length = 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_ended)
        {
            _ended = true;
            Emit(last: true);
            _cipher.Dispose();
        }
        base.Dispose(disposing);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() => _target.Flush();
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Opens what <see cref="SealingStream"/> wrote.</summary>
internal static class SealedFile
{
    /// <summary>Whether a backup begins as an encrypted one does.</summary>
    public static bool IsSealed(string file)
    {
        using var stream = File.OpenRead(file);
        Span<byte> first = stackalloc byte[8];
        return stream.ReadAtLeast(first, 8, throwOnEndOfStream: false) == 8 && first.SequenceEqual(SealingStream.Magic);
    }

    /// <summary>Writes what is inside into <paramref name="target"/>. Throws <see cref="BackupFailed"/> for another secret, or a file that is not as it was written.</summary>
    public static async Task OpenAsync(string file, Stream target, string secret, CancellationToken cancel)
    {
        await using var source = File.OpenRead(file);
        try
        {
            var head = new byte[SealingStream.HeadLength];
            await source.ReadExactlyAsync(head, cancel);
            using var cipher = SealingStream.Cipher(head, secret);
            var piece = new byte[SealingStream.Piece + SealingStream.TagLength];
            var plain = new byte[SealingStream.Piece];
            var nonce = new byte[12];
            var last = false;
            for (long number = 0; !last; number++)
            {
                var read = await source.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel);
                if (read < SealingStream.TagLength)
                    throw new InvalidDataException("cut off");
                last = source.Position == source.Length;
                SealingStream.Nonce(nonce, number, last);
                var length = read - SealingStream.TagLength;
                cipher.Decrypt(nonce, piece.AsSpan(0, length), piece.AsSpan(length, SealingStream.TagLength), plain.AsSpan(0, length), head);
                await target.WriteAsync(plain.AsMemory(0, length), cancel);
            }
        }
        catch (Exception problem) when (problem is CryptographicException or InvalidDataException or EndOfStreamException)
        {
            throw new BackupFailed($"Không mở được {file}: Backup:Secret không đúng hoặc tệp không còn nguyên vẹn.");
        }
    }
}
