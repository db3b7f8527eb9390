import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One sign-in: the family of the refresh tokens that follow one another. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') userId: string;
  @Column('text', { nullable: true }) address: string | null;
  @Column('text', { nullable: true }) client: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) revokedAt: Date | null;
  @Column('text', { nullable: true }) revokedBecause: string | null;
}
